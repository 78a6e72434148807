// Version 65: the user's own holidays may span days, come again each year, and remember the calendar file that brought them.
import type { Migration } from './migration.ts'

export const holidaysOfSeveralDays: Migration = {
  version: 65,
  name: 'holidays-of-several-days',
  statements: [
    `ALTER TABLE holiday ADD COLUMN until_day TEXT`,
    `ALTER TABLE holiday ADD COLUMN is_yearly INTEGER NOT NULL DEFAULT 0`,
    `ALTER TABLE holiday ADD COLUMN calendar TEXT`,
    `ALTER TABLE holiday ADD COLUMN uid TEXT`,
  ],
}
