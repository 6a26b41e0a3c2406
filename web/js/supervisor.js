/** Defines the components of the supervisors' page and starts it. */

import "./components/supervise/asc-queue.js";
import "./components/supervise/asc-review.js";
import "./components/supervise/asc-live.js";
import "./components/supervise/asc-voice.js";
import "./components/supervise/asc-dashboard.js";
import "./components/supervise/asc-journeys.js";
import "./components/supervise/asc-journey.js";
import "./components/supervise/asc-call-search.js";
import { startFrame } from "./frame.js";

startFrame({
  title: "page.supervisor",
  roles: ["supervisor", "admin"],
  places: [
    { name: "queue", tag: "asc-queue", nav: true },
    { name: "call", tag: "asc-review", within: "queue" },
    { name: "live", tag: "asc-live", nav: true },
    { name: "search", tag: "asc-call-search", nav: true },
    { name: "voice", tag: "asc-voice", nav: true },
    { name: "customers", tag: "asc-journeys", nav: true },
    { name: "customer", tag: "asc-journey", within: "customers" },
    { name: "dashboard", tag: "asc-dashboard", nav: true },
  ],
});
