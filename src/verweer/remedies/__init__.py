# SPDX-License-Identifier: Apache-2.0
"""Facts of the case and parties in; tracks out: which clause, against whom, who may use it, which term."""
