/** The English words of the desk. */

import { enBulk } from "./en-bulk.ts";
import { enCases } from "./en-cases.ts";
import { enConversations } from "./en-conversations.ts";
import { enDiversion } from "./en-diversion.ts";
import { enOutreach } from "./en-outreach.ts";
import { enFields } from "./en-fields.ts";
import { enInspection } from "./en-inspection.ts";
import { enIntegrations } from "./en-integrations.ts";
import { enCategories } from "./en-categories.ts";
import { enKnowledge } from "./en-knowledge.ts";
import { enNavigation } from "./en-navigation.ts";
import { enOutlets } from "./en-outlets.ts";
import { enPeople } from "./en-people.ts";
import { enRecords } from "./en-records.ts";
import { enRouting } from "./en-routing.ts";
import { enPhrases } from "./en-phrases.ts";
import { enRecordings } from "./en-recordings.ts";
import { enSupervision } from "./en-supervision.ts";
import { enSynonyms } from "./en-synonyms.ts";
import { enVideo } from "./en-video.ts";
import type { zh } from "./zh.ts";

export const en: Record<keyof typeof zh, string> = {
  ...enBulk,
  ...enCases,
  ...enConversations,
  ...enDiversion,
  ...enOutreach,
  ...enFields,
  ...enInspection,
  ...enIntegrations,
  ...enCategories,
  ...enKnowledge,
  ...enNavigation,
  ...enOutlets,
  ...enPeople,
  ...enRecords,
  ...enRouting,
  ...enPhrases,
  ...enRecordings,
  ...enSupervision,
  ...enSynonyms,
  ...enVideo,
  desk: "Yuanqiao desk",
  login: "Sign-in name",
  password: "Password",
  code: "One-time code",
  codeHint: "Open your authenticator app and enter the 6 digits.",
  signIn: "Sign in",
  signingIn: "Signing in…",
  signOut: "Sign out",
  back: "Back",
  wrongCredentials: "The name or the password is not right. Please check both.",
  wrongCode: "The code is not right, or was used before. Please wait for the next one.",
  tooMany: "Too many attempts. Please try again in {wait}.",
  seconds: "{count} seconds",
  minutes: "{count} minutes",
  unreachable: "The server cannot be reached. What you typed is kept; check the network and try again.",
  failed: "That did not work ({code}). Please try again later, or ask an administrator.",
  retry: "Try again",
  sessionOver: "Your session has ended. Please sign in again.",
  choosePassword: "Choose a new password",
  choosePasswordWhy: "Somebody else gave you this password. Choose one that only you know to go on.",
  changePassword: "Change password",
  oldPassword: "Current password",
  newPassword: "New password",
  newPasswordHint: "At least 12 characters. A sentence that only you know is good.",
  repeatPassword: "New password again",
  notTheSame: "The two new passwords differ.",
  weakPassword: "This password is too short or too common. Please choose another one.",
  save: "Save",
  setUpTotp: "Turn on one-time codes",
  setUpTotpWhy: "Signing in then also needs a code from your phone, which makes your account safer.",
  totpKey: "Add this key to your authenticator app by hand, then enter the code that it shows.",
  totpOpen: "Open in an app on this device",
  next: "Next",
  sections: "Sections",
  you: "My account",
  name: "Name",
  branch: "Branch",
  roles: "Roles",
  language: "Language",
  comma: ", ",
  safety: "Account safety",
  saved: "Saved.",
  totpOn: "One-time codes are on.",
  session: "Session",
  skip: "Skip to the main content",
  waitingForYou: "{count} waiting for you",
};
