/** Which tasks stand together on the page: what waits for a word to the customer, what is late, today's, the rest. */

/**
 * @param {Record<string, any>[]} tasks  the first due first
 * @param {string} today  ISO date
 */
export function groups(tasks, today) {
  const open = tasks.filter((task) => task.state === "open");
  return {
    late: open.filter((task) => task.due < today),
    today: open.filter((task) => task.due === today),
    later: open.filter((task) => task.due > today),
    waiting: tasks.filter((task) => task.state === "done"),
  };
}

/** How many of them call for attention now. */
export function urgent(tasks, today) {
  const { late, today: due, waiting } = groups(tasks ?? [], today);
  return late.length + due.length + waiting.length;
}
