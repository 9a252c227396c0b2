# SPDX-License-Identifier: Apache-2.0
"""Generators ask, the guard answers: over HTTP, around a diffusers pipeline, as a node of ComfyUI."""

from verweer.generators.asking import Asked, PromptRefused, ask, require_allowed, whole_text

__all__ = ["Asked", "PromptRefused", "ask", "require_allowed", "whole_text"]
