(function () {
  var scheme = 'auto';
  try {
    scheme = localStorage.getItem('gapless.color-scheme') || 'auto';
  } catch {
    // Storage may be forbidden; the system's scheme serves.
  }
  var dark =
    scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
