// SPDX-License-Identifier: Apache-2.0
// Leave at once: blank the page, forget the cookies, and put a neutral site in this page's place.
"use strict";
(() => {
  const { exit, leave } = document.body.dataset;
  const presses = [];

  function go(event) {
    if (event) event.preventDefault();
    document.title = "";
    document.documentElement.replaceChildren();
    navigator.sendBeacon(leave);
    location.replace(exit);
  }

  document.getElementById("exit").addEventListener("click", go);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { presses.length = 0; return; }
    if (event.repeat) return;
    presses.push(event.timeStamp);
    if (presses.length > 3) presses.shift();
    if (presses.length === 3 && presses[2] - presses[0] < 1500) go();
  });
  // A page that comes back from the browser's memory is asked for again, so a closed case stays closed.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
})();
