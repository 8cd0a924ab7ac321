import { dirname, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forbiddenArrows } from './arrows.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const aliases = { '#lib/': 'web/lib/', '#schema/': 'schema/', '#sync/': 'sync/' }

/** @param {string} path */
const fromRoot = (path) => relative(root, path).split(sep).join('/')

/**
 * The path an import means, as dependency-cruiser would name it.
 * @param {string} importer relative to the repository
 * @param {string} source
 */
function meantPath(importer, source) {
  if (source.startsWith('.')) return posix.normalize(posix.join(dirname(importer), source))
  for (const [alias, folder] of Object.entries(aliases)) {
    if (source.startsWith(alias)) return folder + source.slice(alias.length)
  }
  return `node_modules/${source}/`
}

/** @type {import('eslint').Rule.RuleModule} */
export const arrows = {
  meta: {
    type: 'problem',
    docs: {
      description: 'keep the arrows between the rooms, also for `import type` inside .svelte',
    },
    messages: { forbidden: '{{name}}: {{why}} ({{path}})' },
    schema: [],
  },
  create(context) {
    const importer = fromRoot(context.filename)
    const rules = forbiddenArrows.filter(
      ({ from, fromNot }) =>
        new RegExp(from).test(importer) && !(fromNot && new RegExp(fromNot).test(importer)),
    )
    /** @param {any} node an import or re-export of any kind */
    const check = (node) => {
      const source = node.source?.value
      if (typeof source !== 'string') return
      const path = meantPath(importer, source)
      for (const { name, why, to } of rules) {
        if (new RegExp(to).test(path)) {
          context.report({ node: node.source, messageId: 'forbidden', data: { name, why, path } })
        }
      }
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    }
  },
}
