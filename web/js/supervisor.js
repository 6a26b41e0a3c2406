/** Defines the components of the supervisors' page and starts it. */

import "./components/asc-settings.js";
import "./components/asc-signin.js";
import "./components/asc-notices.js";
import "./components/asc-tip.js";
import "./components/asc-frame.js";
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
  places: [
    { name: "queue", tag: "asc-queue", nav: true, roles: ["supervisor", "admin"] },
    { name: "call", tag: "asc-review", within: "queue", roles: ["supervisor", "admin"] },
    { name: "live", tag: "asc-live", nav: true, roles: ["supervisor", "admin"] },
    { name: "search", tag: "asc-call-search", nav: true, roles: ["supervisor", "admin"] },
    { name: "voice", tag: "asc-voice", nav: true, roles: ["supervisor", "admin"] },
    { name: "customers", tag: "asc-journeys", nav: true, roles: ["supervisor", "admin"] },
    { name: "customer", tag: "asc-journey", within: "customers", roles: ["supervisor", "admin"] },
    { name: "dashboard", tag: "asc-dashboard", nav: true, roles: ["supervisor", "admin"] },
  ],
});
