// Light or dark: follows the system until the user chooses.

const KEY = 'aurea.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === 'dark' : system.matches;
}

export function startTheme(onSwitch) {
  const theme = chosen();
  if (theme === 'dark' || theme === 'light') {
    document.documentElement.dataset.theme = theme;
  }
  system.addEventListener('change', onSwitch);
}

export function switchTheme() {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Then it lasts until the page is left.
  }
}
