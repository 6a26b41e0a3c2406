/** A small line of values in the order in which they came. Its data stand beside it as text: the picture is only a picture. */

import { svg } from "../../dom.js";

const [WIDE, NARROW] = [640, 330];
const HEIGHT = 150;
const EDGE = { left: 34, right: 26, top: 12, bottom: 24 };

/**
 * @param {{name: string, value: number}[]} points  `name` stands under the point where there is room
 * @param {{least: number, most: number, ticks: number[], label: string, marked?: number}} how  `marked` is the place of one point
 */
export function lineChart(points, { least, most, ticks, label, marked }) {
  // The picture scales with the page; on a telephone it is drawn narrower, so that its words stay readable.
  const narrow = matchMedia("(max-width: 37.5rem)").matches;
  const width = narrow ? NARROW : WIDE;
  const x = (place) => EDGE.left + (points.length > 1 ? (place * (width - EDGE.left - EDGE.right)) / (points.length - 1) : 0);
  const y = (value) => EDGE.top + ((most - value) * (HEIGHT - EDGE.top - EDGE.bottom)) / (most - least);
  const step = Math.ceil(points.length / (narrow ? 6 : 12));
  return svg(
    "svg",
    { class: "line-chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": label },
    ticks.map((tick) => [svg("line", { class: tick === 0 ? "axis" : "guide", x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick) }), svg("text", { class: "tick", x: EDGE.left - 8, y: y(tick) + 4 }, tick > 0 && least < 0 ? `+${tick}` : tick)]),
    svg("polyline", { class: "course", points: points.map(({ value }, place) => `${x(place)},${y(value)}`).join(" ") }),
    points.map(({ name, value }, place) => [svg("circle", { class: place === marked ? "point marked" : "point", cx: x(place), cy: y(value), r: place === marked ? 6 : 3.5 }), place % step === 0 && svg("text", { class: "name", x: x(place), y: HEIGHT - 6 }, name)]),
  );
}
