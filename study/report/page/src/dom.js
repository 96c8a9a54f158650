// Elements, without a library.

/** An element with properties and children; texts become text, never markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name in made && name !== 'list' && name !== 'form') made[name] = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

/** A choice with its label; `change(value)` is called with what is chosen. */
export function choice(label, values, change) {
  const select = element('select', {},
    ...values.map(([value, text]) => element('option', {value}, text)));
  select.addEventListener('change', () => change(select.value));
  return {select, label: element('label', {}, label, select)};
}
