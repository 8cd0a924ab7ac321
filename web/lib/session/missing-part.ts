/** Screens of the desk come after the shell (scripts/web-build.ts): without a network one may be asked for too early. */
export const missingPart = {
  word: 'missing part',
  /** What `import()` fails with where its file cannot be had, each browser in words of its own, and Vite before it. */
  is: (error: unknown): boolean =>
    error instanceof Error &&
    /dynamically imported module|module script|unable to preload/i.test(error.message),
}
