// Elements, made of text alone: nothing of the data is ever read as markup.

const byId = (id) => document.getElementById(id);

/** Make an element: properties by name, `on` for listeners; texts and elements within it. */
function el(tag, props = {}, ...kids) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") for (const [what, run] of Object.entries(value)) made.addEventListener(what, run);
    else if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...kids.filter((kid) => kid !== null && kid !== ""));
  return made;
}

const button = (text, run, props = {}) => el("button", { type: "button", on: { click: run }, ...props }, text);
const bdi = (text) => el("bdi", {}, text);

/** Tell a screen reader what happened. */
function tell(words) {
  byId("told").textContent = words;
}

/** Copy a text; where the clipboard is refused, the way of old browsers. */
async function copy(text, from) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = el("textarea", { value: text, className: "aside" });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    from.focus();
  }
  tell("Copied.");
  from.classList.add("copied");
  setTimeout(() => from.classList.remove("copied"), 1500);
}
