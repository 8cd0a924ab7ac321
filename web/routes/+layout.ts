// A single-page app: the shell is one file, every record comes from the device.
export const ssr = false
