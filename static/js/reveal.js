// Graphic pictures: blurred until somebody asks to see one.

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-reveal]");
  if (!asked) return;
  event.preventDefault();
  const figure = asked.closest("[data-picture]");
  figure.classList.remove("graphic");
  figure.tabIndex = -1;
  figure.focus();
  asked.parentElement.remove();
});
