# SPDX-License-Identifier: Apache-2.0
"""The operator's settings in; the running product out: site, timer worker, supervisor, doctor.

Nothing is imported here, so that the settings can be read without loading the rest.
"""
