// One person and context is looked at at a time; parts of the page that show it listen.

const listeners = [];

/** Calls `listener(person, context)` whenever another person is chosen. */
export function onPerson(listener) {
  listeners.push(listener);
}

export function choosePerson(person, context) {
  for (const listener of listeners) listener(person, context);
}
