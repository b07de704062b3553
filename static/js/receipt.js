// The report is acknowledged: the draft of it has done its work.

import { clearDraftsOf } from "./draft.js";

clearDraftsOf([document.querySelector("[data-acknowledged]").dataset.identity]);
