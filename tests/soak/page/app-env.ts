/** In place of SvelteKit's module of the same name: this page is built without Kit. */
export const version = 'soak'
export const dev = false
