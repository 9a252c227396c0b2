# SPDX-License-Identifier: Apache-2.0
"""A prompt or picture in; a verdict with its reason out: tools that cannot be turned on a person."""
