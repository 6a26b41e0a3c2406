/** Defines the components of the practice page and starts it. */

import "./components/asc-settings.js";
import "./components/asc-signin.js";
import "./components/asc-notices.js";
import "./components/asc-tip.js";
import "./components/asc-frame.js";
import "./components/practice/asc-practice-list.js";
import "./components/practice/asc-exercise.js";
import "./components/practice/asc-debrief.js";
import "./components/practice/asc-assignments.js";
import "./components/practice/asc-scenarios.js";
import "./components/practice/asc-scenario.js";
import { startFrame } from "./frame.js";

startFrame({
  title: "page.trainer",
  places: [
    { name: "practice", tag: "asc-practice-list", nav: true },
    { name: "exercise", tag: "asc-exercise", within: "practice" },
    { name: "debrief", tag: "asc-debrief", within: "practice" },
    { name: "assignments", tag: "asc-assignments", nav: true, roles: ["trainer", "admin"] },
    { name: "scenarios", tag: "asc-scenarios", nav: true, roles: ["trainer", "admin"] },
    { name: "scenario", tag: "asc-scenario", within: "scenarios", roles: ["trainer", "admin"] },
  ],
});
