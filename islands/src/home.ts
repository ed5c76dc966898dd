// The first page: files that are dropped on the form are those that it sends.
import { find } from "./page";

const form = document.querySelector<HTMLFormElement>("[data-drop]");

if (form) {
  const input = find<HTMLInputElement>("input[type=file]", form);
  const over = (event: DragEvent): void => {
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
