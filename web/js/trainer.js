/** Defines the components of the practice page and starts it. */

import "./components/practice/asc-practice-list.js";
import "./components/practice/asc-exercise.js";
import "./components/practice/asc-debrief.js";
import "./components/practice/asc-assignments.js";
import "./components/practice/asc-scenarios.js";
import "./components/practice/asc-scenario.js";
import { startFrame } from "./frame.js";

const TRAINERS = ["trainer", "admin"];

startFrame({
  title: "page.trainer",
  places: [
    { name: "practice", tag: "asc-practice-list", nav: true },
    { name: "exercise", tag: "asc-exercise", within: "practice" },
    { name: "debrief", tag: "asc-debrief", within: "practice" },
    { name: "assignments", tag: "asc-assignments", nav: true, roles: TRAINERS },
    { name: "scenarios", tag: "asc-scenarios", nav: true, roles: TRAINERS },
    { name: "scenario", tag: "asc-scenario", within: "scenarios", roles: TRAINERS },
  ],
});
