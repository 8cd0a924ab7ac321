// Runs before anything is drawn, so that nobody sees the wrong type size or language first.
// The same keys as web/lib/ui/reading-size.svelte.ts and web/paraglide.config.ts.
try {
  document.documentElement.dataset.size = localStorage.getItem('branchbook.size') || 'standard'
  document.documentElement.lang = localStorage.getItem('branchbook.locale') || 'zh-CN'
} catch {
  // Storage switched off: the standard size, in Chinese.
}
