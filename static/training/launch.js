// Hands a launch over at once; without scripts the button does it.
document.querySelector("form[data-launch]")?.requestSubmit();
