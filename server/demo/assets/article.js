// Small comforts of the article page; it works without them.
//
// A reader who comes back to this tab while a comment waits for a moderator sees what became of it.
// Nothing is reloaded while somebody is typing.

const yours = document.getElementById("yours");
const text = document.querySelector("#write textarea");
const waits = yours !== null && yours.dataset.state === "held";

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && waits && text !== null && text.value === "") {
    location.reload();
  }
});

// A second press of the button while the first is on its way does nothing.
document.getElementById("write")?.addEventListener("submit", (event) => {
  const form = event.currentTarget;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// Coming back with the back button shows the page as it was left, its form already sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) delete document.getElementById("write")?.dataset.sent;
});
