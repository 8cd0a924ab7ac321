// A single-page app: the shell is one file, every record comes from the device.
export const ssr = false

/** The data layer is fetched together with the screen's own code, not after it and not as part of it. */
export const load = async () => {
  const { createApp } = await import('#lib/create-app.svelte.ts')
  return { createApp }
}
