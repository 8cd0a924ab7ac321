const spokenAttributes = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'label',
  'placeholder',
  'title',
])
const letter = /\p{L}/u
const han = /\p{Script=Han}/u

/** @type {import('eslint').Rule.RuleModule} */
export const noRawText = {
  meta: {
    type: 'problem',
    docs: { description: 'every word a user reads comes from web/messages' },
    messages: {
      raw: 'Words come from web/messages/<locale>/<area>.json: add a key there (in both languages) and write {m.area_key()}.',
    },
    schema: [],
  },
  create(context) {
    /** @param {any} node */
    const report = (node) => context.report({ node, messageId: 'raw' })
    /** @param {any} node @returns {boolean} */
    const isCode = (node) =>
      node.parent?.type === 'SvelteScriptElement' || node.parent?.type === 'SvelteStyleElement'
    return {
      /** @param {any} node */
      SvelteText(node) {
        if (!isCode(node) && letter.test(node.value)) report(node)
      },
      /** @param {any} node */
      SvelteLiteral(node) {
        const attribute = node.parent
        const isSpoken =
          attribute?.type === 'SvelteAttribute' && spokenAttributes.has(attribute.key.name)
        if ((isSpoken && letter.test(node.value)) || han.test(node.value)) report(node)
      },
      /** @param {any} node */
      Literal(node) {
        if (typeof node.value === 'string' && han.test(node.value)) report(node)
      },
      /** @param {any} node */
      TemplateElement(node) {
        if (han.test(node.value.raw)) report(node)
      },
    }
  },
}
