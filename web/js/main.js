/** Defines the components and starts the panel. */

import "./components/asc-head.js";
import "./components/asc-model.js";
import "./components/asc-clock.js";
import "./components/asc-settings.js";
import "./components/asc-card.js";
import "./components/asc-alerts.js";
import "./components/asc-messages.js";
import "./components/asc-tabs.js";
import "./components/asc-plans.js";
import "./components/asc-limits.js";
import "./components/asc-past.js";
import "./components/asc-note.js";
import "./components/asc-transcript.js";
import "./components/asc-said.js";
import "./components/asc-checklist.js";
import "./components/asc-customer.js";
import "./components/asc-ask.js";
import "./components/asc-start.js";
import "./components/asc-tasks.js";
import "./components/supervise/asc-my-reviews.js";
import "./components/supervise/asc-review.js";
import "./components/asc-signin.js";
import "./components/asc-notices.js";
import "./components/asc-source.js";
import "./components/asc-help.js";
import "./components/asc-tip.js";
import "./components/asc-app.js";
import { start } from "./controller.js";
import { listenToKeys } from "./keys.js";

listenToKeys();
start();
