// The tables as columns, for composing queries. Must say what the migrations made; a spec compares both.

type Entry = { row_id: number; id: string; revision: number }
type Flag = 0 | 1

export interface StoreSchema {
  store_info: { row_id: number; id: string; value: string }
  search_later: { row_id: number; after_activity: number; after_mail: number }
  user: Entry & { name: string; mail: string; color: string; hours: string | null; is_active: Flag }
  activity_type: Entry & {
    builtin: string | null; name: string | null; icon: string; color: string; default_minutes: number | null
    in_calendar: Flag; is_private: Flag; position: number; is_archived: Flag
  }
  result: Entry & {
    builtin: string | null; name: string | null; icon: string; color: string; meaning: 'good' | 'bad' | 'neutral'; hint: string | null
    position: number; is_archived: Flag
  }
  tag: Entry & { builtin: string | null; name: string | null; color: string; position: number; is_archived: Flag }
  reason: Entry & { builtin: string | null; name: string | null; position: number; is_archived: Flag }
  setting: Entry & { value: string }
  holiday: Entry & { on_day: string; until_day: string | null; name: string; is_yearly: Flag; calendar: string | null; uid: string | null }
  saved_view: Entry & { list: 'activities' | 'contacts' | 'calendar' | 'next'; builtin: string | null; name: string | null; spec: string; position: number }
  draft: { row_id: number; id: string; title: string; value: string; saved_at: number }
  contact: Entry & {
    kind: 'company' | 'person'; relation: 'lead' | 'customer' | 'supplier' | 'other'; name: string; given_name: string; family_name: string
    sort_key: string; tax_id: string | null; tax_country: string; tax_key: string | null; owner_row: number | null; notes: string
    birthday: string | null; anniversary: string | null; created_at: number; binned_at: number | null
    last_contact_at: string | null; next_contact_at: string | null; main_phone: string | null; main_mail: string | null; main_city: string | null
    employer_row: number | null; job_title: string | null; is_listed: Flag; next_sort: string; last_sort: string; city_sort: string | null
    rhythm_gap: number | null; rhythm_set: number | null; rhythm_tag: number | null; rhythm: number | null; cooling_from: string | null; cold_from: string | null
  }
  employment: Entry & { person_row: number; company_row: number; job_title: string; from_on: string | null; until_on: string | null }
  contact_point: Entry & { contact_row: number; kind: 'phone' | 'mail' | 'web'; label: string; value: string; key: string; position: number }
  contact_address: Entry & {
    contact_row: number; label: string; street: string; postcode: string; city: string; region: string; country: string; position: number
  }
  contact_tag: Entry & { contact_row: number; tag_row: number }
  activity: Entry & {
    type_row: number; subject: string; company_row: number | null; person_row: number | null; starts_on: string; starts_time: string | null
    duration_minutes: number | null; ends_on: string | null; zone: string; starts_utc: number | null
    state: 'planned' | 'in_progress' | 'on_hold' | 'done' | 'cancelled'; priority: number; direction: 'out' | 'in' | null
    owner_row: number; author_row: number; place: string; notes: string; result_row: number | null; closed_at: string | null
    cancel_reason: string | null; follows_row: number | null; created_at: number; binned_at: number | null
    sort_key: string; is_open: Flag; contact_row: number | null; moved_count: number
  }
  activity_tag: Entry & { activity_row: number; tag_row: number }
  note: Entry & {
    contact_row: number; activity_row: number | null; text: string; happened_at: string; author_row: number; created_at: number; binned_at: number | null
  }
  mail: Entry & {
    message_id: string | null; content_hash: string; thread_key: string; in_reply_to: string | null; reply_references: string
    subject: string; sender_name: string; sender_address: string; recipients: string; direction: 'in' | 'out'
    sent_at: number | null; sent_offset: number | null; taken_in_at: number; body_text: string; has_html: Flag; attachments: string; has_files: Flag
    file_sha: string; file_name: string; file_size: number; activity_row: number | null; is_detached: Flag; happened_key: number
    state: 'filed' | 'waiting' | 'dismissed'; conversation: string | null; subject_key: string | null; conversation_key: string
  }
  mail_contact: Entry & { mail_row: number; contact_row: number }
  mail_import: {
    row_id: number; id: string; title: string; started_at: number; ended_at: number | null; state: 'gathering' | 'running' | 'paused' | 'done'
    trouble: string | null; undone_at: number | null; options: string
  }
  mail_import_source: {
    row_id: number; import_row: number; path: string; name: string; size: number; is_ours: Flag; next_offset: number; next_part: number; is_done: Flag
  }
  mail_import_line: {
    row_id: number; import_row: number; source_row: number; part: number; byte_offset: number | null; byte_length: number | null; name: string
    outcome: 'taken' | 'already' | 'waiting' | 'refused' | 'again'; reason: string | null; mail_id: string | null; subject: string; sender: string
  }
  calendar_item: Entry & { activity_row: number; uid: string; recurrence_id: string; sequence: number; modified_at: string; fingerprint: string }
  rhythm: Entry & { contact_row: number | null; tag_row: number | null; days: number }
  session: Entry & { name: string; owner_row: number; created_at: number; ended_at: number | null }
  session_item: Entry & {
    session_row: number; contact_row: number; position: number; state: 'waiting' | 'done' | 'skipped'; result_row: number | null
    activity_row: number | null; next_row: number | null
  }
  action: Entry & { builtin: string | null; name: string | null; position: number; is_archived: Flag }
  activity_action: Entry & { activity_row: number; action_row: number | null; text: string; is_done: Flag; position: number }
  attachment: Entry & {
    activity_row: number | null; contact_row: number | null; name: string; size: number; file_sha: string; author_row: number; created_at: number
  }
  series: Entry & {
    rule: string; off_days: 'keep' | 'forward' | 'backward' | 'skip'; starts_on: string; starts_time: string | null; duration_minutes: number | null
    span_days: number | null; zone: string; made_until: string; type_row: number; subject: string; company_row: number | null; person_row: number | null
    owner_row: number; author_row: number; priority: number; direction: string | null; place: string; notes: string; parts: string; is_ended: Flag
  }
  series_slot: Entry & { series_row: number; activity_row: number; slot: string; placed_on: string }
  reminder: Entry & { activity_row: number; minutes_before: number | null; days_before: number | null; at_time: string | null }
  reminder_watch: {
    reminder_row: number; fire_utc: number | null; fire_wall: string | null; is_open: Flag; snoozed_utc: number | null; handled_key: string | null
    shown_key: string | null; fire_key: string | null; due_key: string | null; due_utc: number | null; due_wall: string | null; is_waiting: Flag
  }
  change_set: {
    row_id: number; id: string; at: number; clock: string; device_id: string; user_id: string | null; command: string; source: string
    summary: string; undoes: string | null; undone_by: string | null; first_change: number; change_count: number
  }
  change: {
    row_id: number; set_row: number; record_table: string; record_id: string; kind: 'insert' | 'update' | 'delete'; before: string | null; after: string | null
  }
}
