// The figures of the first page of the day (DSH-1), in the order in which they stand there. Runs anywhere.

export const todayFigures = ['open', 'urgent', 'overdue', 'preparing', 'oftenMoved', 'contacts', 'urgentContacts', 'nothingScheduled'] as const
export type TodayFigure = (typeof todayFigures)[number]

/** Moved at least so often counts as often (BLK-4). */
export const oftenMoved = 3
