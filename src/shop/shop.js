// A question on the page opens the chat with its words filled in.
addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-ask]") : null;
  if (button) window.Handrail?.open(button.getAttribute("data-ask"));
});
