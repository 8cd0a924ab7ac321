/** Packs as they came are gzip in base64: undone by the browser itself, or by fflate where the browser is too old. */
export async function decompress(data: string): Promise<string> {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
  if (typeof DecompressionStream === 'undefined') {
    const { gunzipSync, strFromU8 } = await import('fflate')
    return strFromU8(gunzipSync(bytes))
  }
  return new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')),
  ).text()
}
