// The openings of statements, tight enough to leave prose alone (`Select ${n} rows`).
const statement = new RegExp(
  [
    'select\\b.*\\bfrom\\b',
    '(insert|replace)\\s.*\\binto\\b',
    'update\\b.*\\bset\\b',
    'delete\\s+from\\b',
    'with\\b.*\\bas\\b',
    '(create|alter|drop)\\s+(table|index|view|trigger|virtual|unique)\\b',
    'pragma\\s',
  ]
    .map((opening) => `^\\s*${opening}`)
    .join('|'),
  'is',
)
const selectAll = /\bSELECT\s+(\w+\.)?\*/i

/** @type {import('eslint').Rule.RuleModule} */
export const noStringBuiltSql = {
  meta: {
    type: 'problem',
    docs: { description: 'SQL is constant text with bound parameters, and names its columns' },
    messages: {
      built:
        'SQL is constant text: bind values as parameters (?, @name). For lists of unknown length use json_each(?).',
      selectAll: 'Name the columns: SELECT * changes its meaning when a table gains one.',
    },
    schema: [],
  },
  create(context) {
    /** @param {any} node @param {string} text */
    const checkText = (node, text) => {
      if (selectAll.test(text)) context.report({ node, messageId: 'selectAll' })
    }
    return {
      /** @param {any} node */
      TemplateLiteral(node) {
        const text = node.quasis.map((/** @type {any} */ part) => part.value.raw).join('?')
        checkText(node, text)
        if (node.expressions.length > 0 && statement.test(text)) {
          context.report({ node, messageId: 'built' })
        }
      },
      /** @param {any} node */
      Literal(node) {
        if (typeof node.value === 'string') checkText(node, node.value)
      },
      /** @param {any} node */
      BinaryExpression(node) {
        const { left, operator } = node
        const isText = left.type === 'Literal' && typeof left.value === 'string'
        if (operator === '+' && isText && statement.test(left.value)) {
          context.report({ node, messageId: 'built' })
        }
      },
    }
  },
}
