/** The product's pages and who uses them. */

const PAGES = [
  { name: "panel", path: "/", roles: ["operator", "supervisor", "admin"] },
  { name: "supervisor", path: "/supervisor", roles: ["supervisor", "admin"] },
  { name: "trainer", path: "/trainer", roles: ["operator", "supervisor", "trainer", "admin"] },
];

/** The pages that a person may open, without the one that is open. */
export function otherPages(session) {
  return PAGES.filter(({ path, roles }) => path !== location.pathname && roles.includes(session?.role));
}
