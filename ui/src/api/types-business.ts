// What the business sets and has: its hours, words, fields, tags, templates and ads.
import type { Id, Instant } from './types'

export interface HourWindow {
  from: string
  to: string
}

/** Working hours: any number of windows a day, and days off (2026-12-25, or 12-25 for every year). */
export interface Schedule {
  days: Record<string, HourWindow[]>
  holidays?: string[]
}

/** What people write to get no more messages, and to get them again. */
export interface ConsentWords {
  stop: string[]
  start: string[]
}

export interface Account {
  name: string
  time_zone: string
  country: string
  language: string
  /** One's own, beside those of the languages. */
  stop_words: string[]
  start_words: string[]
  consent_words: Record<string, ConsentWords>
  /** Nothing: always open. */
  hours: Schedule | null
  /** 0: until the conversation is given back. */
  human_silence_minutes: number
}

export interface ContactField {
  key: string
  label: string
  type: string
  /** Contacts that have a value. */
  count?: number
}

export interface Tag {
  id: Id
  scope: 'contact' | 'conversation'
  name: string
  color: string
  count: number
}

/** A colleague as others see them. */
export interface UserName {
  id: string
  name: string
  role: string
}

export interface TemplateButton {
  id: string
  type: string
  text: string
  url?: string
  variables: number
}

/** A template as Meta has it. */
export interface TemplateInfo {
  id: string
  channel_id: string
  name: string
  language: string
  category: string
  /** APPROVED may be sent. */
  status: string
  reason: string
  quality: string
  header: { type: string; text: string }
  body: string
  footer: string
  buttons: TemplateButton[]
  variables: { header: string[] | null; body: string[] | null; buttons: number[] | null }
  synced_at: Instant
}

/** An ad that has led somebody here. */
export interface AdInfo {
  source_id: string
  source_type: string
  source_url: string
  headline: string
  body: string
  image_url: string
  seen: number
  last_seen: Instant
}
