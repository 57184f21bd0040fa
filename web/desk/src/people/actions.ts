/** What the actions in the audit are called. */

import type { Say, Word } from "../words/index.ts";

/** The words for actions of the house's own; what a part adds is shown by its code. */
export const ACTIONS: Readonly<Record<string, Word>> = {
  "session.signed_in": "actSignedIn",
  "session.signed_out": "actSignedOut",
  "account.password_changed": "actPasswordChanged",
  "account.totp_set": "actTotpSet",
  "account.totp_removed": "actTotpRemoved",
  "account.passkey_added": "actPasskeyAdded",
  "account.passkey_removed": "actPasskeyRemoved",
  "account.added": "actAccountAdded",
  "account.changed": "actAccountChanged",
  "account.reset": "actAccountReset",
  "account.roles_given": "actRolesGiven",
  "account.signed_out": "actSessionsEnded",
  "account.teams_set": "actTeamsSet",
  "account.wecom_changed": "actWecomChanged",
  "account.wecom_tried": "actWecomTried",
  "branch.added": "actBranchAdded",
  "branch.changed": "actBranchChanged",
  "team.added": "actTeamAdded",
  "team.changed": "actTeamChanged",
  "team.members_set": "actMembersSet",
  "role.added": "actRoleAdded",
  "role.changed": "actRoleChanged",
  "audit.read": "actAuditRead",
  "audit.verified": "actAuditVerified",
};

const RESULTS: Readonly<Record<string, Word>> = {
  done: "resultDone",
  begun: "resultBegun",
  refused: "resultRefused",
};

/** The name of an action. */
export function actionName(action: string, say: Say): string {
  const word = ACTIONS[action];
  return word ? say(word) : action;
}

/** How an action ended. */
export function resultName(result: string, say: Say): string {
  const word = RESULTS[result];
  return word ? say(word) : result;
}
