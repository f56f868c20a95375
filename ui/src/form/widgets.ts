// Every widget that a schema may ask for. A new kind of step needs this file only if it needs a new widget.
import type { ComponentType } from 'react'
import type { Schema } from '@/api/types'
import { ConditionsWidget } from './conditions'
import { MediaWidget } from './media'
import { TemplateParamsWidget, TemplatePickerWidget } from './template-picker'
import type { WidgetProps } from './widget'
import {
  ChannelsWidget,
  ContactFieldWidget,
  CountryWidget,
  DurationWidget,
  KeywordsWidget,
  LanguageWidget,
  NumberWidget,
  SelectWidget,
  StepWidget,
  SwitchWidget,
  TagsWidget,
  TemplateLineWidget,
  TemplateWidget,
  TextareaWidget,
  TextWidget,
  WeekdaysWidget,
} from './widgets-basic'
import { AdsWidget, ChoicesWidget, FlowWidget, UserWidget, VariableNameWidget } from './widgets-choices'
import { KeyValueWidget, ListWidget, OptionsWidget } from './widgets-list'
import { CodeWidget, VariableWidget } from './widgets-rich'
import { WindowsWidget } from './windows'

export const widgets: Record<string, ComponentType<WidgetProps>> = {
  text: TextWidget,
  textarea: TextareaWidget,
  template: TemplateWidget,
  template_line: TemplateLineWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  select: SelectWidget,
  duration: DurationWidget,
  options: OptionsWidget,
  list: ListWidget,
  keyvalue: KeyValueWidget,
  media: MediaWidget,
  conditions: ConditionsWidget,
  country: CountryWidget,
  contact_field: ContactFieldWidget,
  tags: TagsWidget,
  step: StepWidget,
  variable: VariableWidget,
  code: CodeWidget,
  keywords: KeywordsWidget,
  language: LanguageWidget,
  weekdays: WeekdaysWidget,
  channels: ChannelsWidget,
  flow: FlowWidget,
  user: UserWidget,
  choices: ChoicesWidget,
  ads: AdsWidget,
  variable_name: VariableNameWidget,
  split: ListWidget,
  windows: WindowsWidget,
  template_picker: TemplatePickerWidget,
  template_params: TemplateParamsWidget,
}

/** The widget of a field: the one it asks for, else what its type suggests. Objects have none: they open up. */
export function widgetFor(schema: Schema): ComponentType<WidgetProps> | undefined {
  const asked = schema['x-widget']
  if (asked && widgets[asked]) return widgets[asked]
  if (schema['x-enum'] || schema.enum) return SelectWidget
  switch (schema.type) {
    case 'string':
      return TextWidget
    case 'boolean':
      return SwitchWidget
    case 'integer':
    case 'number':
      return NumberWidget
    case 'array':
      return schema.items?.type === 'object' ? ListWidget : KeywordsWidget
    default:
      return undefined
  }
}
