// Runs before the first paint so that a person who chose the dark theme never sees a white flash.
// A separate file because the content security policy forbids inline scripts.
(() => {
  let theme = 'auto';
  let language = 'fr';
  try {
    const saved = JSON.parse(localStorage.getItem('vigie.preferences') || '{}');
    theme = saved.theme || theme;
    language = saved.language || language;
  } catch {
    // Storage refused or unreadable: the defaults stand.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  document.documentElement.lang = language;
})();
