# SPDX-License-Identifier: Apache-2.0
"""Verweer: what a person can do against a sexual deepfake."""
