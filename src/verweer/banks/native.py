# SPDX-License-Identifier: Apache-2.0
"""The few words of the processor that the compiled loops need: count the bits that are set, fetch ahead."""

# ruff: noqa: TC002 - numba reads the types when it compiles

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Compile a function for one thread, without the interpreter's lock; readers and checkers see its own type."""
    try:
        return cast("_Function", njit(nogil=True, cache=True)(function))
    except RuntimeError:  # There is no folder where the compiled code can be kept.
        return cast("_Function", njit(nogil=True)(function))


if TYPE_CHECKING:

    def ones(value: np.uint64) -> int:
        """Return how many bits are set."""

    def prefetch(array: NDArray[np.generic], place: np.int64) -> None:
        """Ask the memory for a flat place of an array that is read soon."""
else:

    @intrinsic
    def ones(_context, _value):  # noqa: ANN001, ANN201
        """Return how many bits are set."""
        return types.int64(types.uint64), lambda _context, builder, _signature, words: builder.ctpop(words[0])

    @intrinsic
    def prefetch(_context, array, _place):  # noqa: ANN001, ANN201
        """Ask the memory for a flat place of an array that is read soon."""
        return types.void(array, types.int64), _prefetch

    def _prefetch(context, builder, signature, values):  # noqa: ANN001, ANN202
        array = context.make_array(signature.args[0])(context, builder, values[0])
        address = builder.bitcast(builder.gep(array.data, [values[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [address.type, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()
