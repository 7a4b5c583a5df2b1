import type { Scenario } from '../scenario.ts';
import { chatStreaming } from './chat-streaming.ts';
import { imageCallerNotTold } from './image-caller-not-told.ts';
import { imageCanceled } from './image-canceled.ts';
import { imagePartialRefund } from './image-partial-refund.ts';
import { musicCancelTooLate } from './music-cancel-too-late.ts';
import { speechLateCorrection } from './speech-late-correction.ts';
import { speechTranscription } from './speech-transcription.ts';
import { videoFullRefund } from './video-full-refund.ts';
import { videoLongRun } from './video-long-run.ts';
import { videoNotRefunded } from './video-not-refunded.ts';

/** All of the demonstration. The first one is the task that `npm start` shows how to ask for. */
export const SCENARIOS: readonly Scenario[] = [
  imagePartialRefund,
  videoLongRun,
  videoNotRefunded,
  imageCallerNotTold,
  speechLateCorrection,
  videoFullRefund,
  musicCancelTooLate,
  chatStreaming,
  imageCanceled,
  speechTranscription,
];
