// SPDX-License-Identifier: Apache-2.0
// Copy the code when the browser allows it; without, the button stays hidden.
"use strict";
(() => {
  const button = document.getElementById("copy");
  if (!navigator.clipboard || !button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.code);
    document.getElementById("copied").textContent = button.dataset.done;
  });
})();
