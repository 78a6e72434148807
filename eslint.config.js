// Lint: what types and prettier do not see.
import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'release/**', 'build/fixtures/**', 'bench/work/**'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name=/^(slice|split|substr|substring)$/][callee.object.callee.property.name='toISOString']",
          message: 'An instant cut into a date: a day is a LocalDate.',
        },
      ],
      'vue/multi-word-component-names': 'off',
      'no-undef': 'off',
      // TypeScript proves it, also for a switch over every kind.
      'vue/return-in-computed-property': 'off',
    },
  },
)
