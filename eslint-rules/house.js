import { arrows } from './arrows-rule.js'
import { noRawText } from './no-raw-text.js'
import { noStringBuiltSql } from './no-string-built-sql.js'

/** The house's own rules, as an ESLint plugin. */
export const house = {
  rules: {
    arrows,
    'no-raw-text': noRawText,
    'no-string-built-sql': noStringBuiltSql,
  },
}
