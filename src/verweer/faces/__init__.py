# SPDX-License-Identifier: Apache-2.0
"""A picture in; templates of the faces in it and a nudity score out, for ordering and human review only."""
