// Light and dark: what the system says until somebody says otherwise.

const listeners = [];
let theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

// After Okabe and Ito's colours, which the colour-blind tell apart: darker on white and lighter on
// black, for contrast.
const kColors = {
  light: ['#0072b2', '#d55e00', '#007d5c', '#a6428f', '#8a6d00', '#56a0d3', '#5b6670', '#000000'],
  dark: ['#56b4e9', '#ff8c42', '#2fc79a', '#e08fc7', '#f0e442', '#9ecbff', '#b5c0ca', '#ffffff'],
};
const kInk = {
  light: {text: '#17212b', quiet: '#4d5b68', line: '#c9d1d9', page: '#ffffff'},
  dark: {text: '#e8edf2', quiet: '#aab7c4', line: '#3a4753', page: '#11171d'},
};

export const colors = () => kColors[theme];
export const ink = () => kInk[theme];
export const onTheme = (listener) => listeners.push(listener);

function apply(next) {
  theme = next;
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById('theme');
  button.setAttribute('aria-pressed', String(theme === 'dark'));
  for (const listener of listeners) listener();
}

export function startTheme() {
  document.getElementById('theme')
    .addEventListener('click', () => apply(theme === 'dark' ? 'light' : 'dark'));
  matchMedia('(prefers-color-scheme: dark)')
    .addEventListener('change', (event) => apply(event.matches ? 'dark' : 'light'));
  // On paper, dark ink on white.
  let before = theme;
  addEventListener('beforeprint', () => { before = theme; apply('light'); });
  addEventListener('afterprint', () => apply(before));
  apply(theme);
}
