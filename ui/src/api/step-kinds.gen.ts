// Made by `make gen` from engine/step; do not edit.

export type StepConfigs = {
  assign: {
    user?: string;
    note?: string;
  };
  call_flow: {
    flow?: string;
    mode?: 'return' | 'for_good';
    variables?: Array<{
      name?: string;
      value?: string;
    }>;
  };
  condition: {
    paths?: Array<{
      id?: string;
      name?: string;
      match?: 'all' | 'any';
      groups?: Array<{
        match?: 'all' | 'any';
        rows?: Array<{
          left?: string;
          op?: 'is' | 'is_not' | 'contains' | 'not_contains' | 'starts_with' | 'ends_with' | 'matches' | 'greater' | 'greater_or_equal' | 'less' | 'less_or_equal' | 'between' | 'empty' | 'not_empty' | 'in_list' | 'before' | 'after' | 'in_last_days';
          right?: string;
          right2?: string;
        }>;
      }>;
    }>;
  };
  contact_update: {
    changes?: Array<{
      field?: string;
      value?: string;
    }>;
  };
  conversation: {
    action?: 'close' | 'reopen' | 'silence';
    silence?: {
      amount?: number;
      unit?: 's' | 'min' | 'h' | 'd';
    };
  };
  delay: {
    mode?: 'amount' | 'until' | 'open';
    delay?: {
      amount?: number;
      unit?: 's' | 'min' | 'h' | 'd';
    };
    until?: string;
    at?: string;
    past?: 'go_on' | 'exit';
    within?: 'always' | 'hours' | 'windows';
    windows?: unknown;
    no_interrupt?: boolean;
  };
  end: {
    outcome?: string;
  };
  goto: {
    step?: string;
  };
  http: {
    method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    url?: string;
    query?: Array<{
      name?: string;
      value?: string;
    }>;
    headers?: Array<{
      name?: string;
      value?: string;
    }>;
    body_kind?: 'none' | 'json' | 'form' | 'text' | 'xml';
    body?: string;
    form?: Array<{
      name?: string;
      value?: string;
    }>;
    time_limit?: number;
    retry?: {
      enabled?: boolean;
      times?: number;
      wait?: {
        amount?: number;
        unit?: 's' | 'min' | 'h' | 'd';
      };
    };
    safe_to_repeat?: boolean;
    keep?: string;
    values?: Array<{
      name?: string;
      path?: string;
    }>;
    sample?: string;
  };
  menu: {
    text?: string;
    options?: Array<{
      id?: string;
      title?: string;
      description?: string;
    }>;
    dynamic?: {
      enabled?: boolean;
      variable?: string;
      value?: string;
      title?: string;
      description?: string;
      missing_message?: string;
    };
    display?: 'auto' | 'buttons' | 'list' | 'numbers' | 'emoji';
    list_button?: string;
    otherwise?: boolean;
    validation_message?: string;
    attempts?: {
      enabled?: boolean;
      max?: number;
    };
    timeout?: {
      enabled?: boolean;
      wait?: {
        amount?: number;
        unit?: 's' | 'min' | 'h' | 'd';
      };
    };
    no_interrupt?: boolean;
    window?: {
      mode?: 'fail' | 'exit' | 'template';
      template?: {
        name?: string;
        language?: string;
        category?: string;
        header?: {
          type?: string;
          text?: string;
        };
        body?: string;
        footer?: string;
        buttons?: Array<{
          id?: string;
          type?: string;
          text?: string;
          url?: string;
        }>;
      };
      header_params?: string[];
      header_media?: {
        source?: 'upload' | 'url';
        url?: string;
        media_id?: string;
        filename?: string;
      };
      header_place?: {
        latitude?: string;
        longitude?: string;
        name?: string;
        address?: string;
      };
      body_params?: string[];
      button_params?: string[];
    };
  };
  message: {
    text?: string;
    media_kind?: 'none' | 'image' | 'video' | 'document' | 'audio' | 'voice' | 'sticker' | 'location' | 'contact' | 'link';
    media?: {
      source?: 'upload' | 'url';
      url?: string;
      media_id?: string;
      filename?: string;
    };
    place?: {
      latitude?: string;
      longitude?: string;
      name?: string;
      address?: string;
    };
    card?: {
      name?: string;
      phone?: string;
      email?: string;
      org?: string;
    };
    link?: {
      title?: string;
      url?: string;
    };
    more?: Array<{
      pause?: number;
      text?: string;
      media_kind?: 'none' | 'image' | 'video' | 'document' | 'audio' | 'voice' | 'sticker' | 'location' | 'contact' | 'link';
      media?: {
        source?: 'upload' | 'url';
        url?: string;
        media_id?: string;
        filename?: string;
      };
      place?: {
        latitude?: string;
        longitude?: string;
        name?: string;
        address?: string;
      };
      card?: {
        name?: string;
        phone?: string;
        email?: string;
        org?: string;
      };
      link?: {
        title?: string;
        url?: string;
      };
      link_preview?: boolean;
    }>;
    link_preview?: boolean;
    window?: {
      mode?: 'fail' | 'exit' | 'template';
      template?: {
        name?: string;
        language?: string;
        category?: string;
        header?: {
          type?: string;
          text?: string;
        };
        body?: string;
        footer?: string;
        buttons?: Array<{
          id?: string;
          type?: string;
          text?: string;
          url?: string;
        }>;
      };
      header_params?: string[];
      header_media?: {
        source?: 'upload' | 'url';
        url?: string;
        media_id?: string;
        filename?: string;
      };
      header_place?: {
        latitude?: string;
        longitude?: string;
        name?: string;
        address?: string;
      };
      body_params?: string[];
      button_params?: string[];
    };
  };
  note: {
    text?: string;
    color?: 'yellow' | 'blue' | 'green' | 'pink' | 'grey';
  };
  question: {
    text?: string;
    answer?: 'text' | 'number' | 'email' | 'phone' | 'option' | 'boolean' | 'date' | 'time' | 'datetime' | 'url' | 'location' | 'file' | 'image' | 'video' | 'audio' | 'document' | 'any';
    options?: Array<{
      id?: string;
      title?: string;
      description?: string;
    }>;
    dynamic?: {
      enabled?: boolean;
      variable?: string;
      value?: string;
      title?: string;
      description?: string;
      missing_message?: string;
    };
    display?: 'auto' | 'buttons' | 'list' | 'numbers' | 'emoji';
    list_button?: string;
    decimals?: boolean;
    range?: {
      enabled?: boolean;
      min?: string;
      max?: string;
    };
    country?: string;
    hint?: string;
    confirm?: {
      enabled?: boolean;
      text?: string;
    };
    collect?: {
      enabled?: boolean;
      quiet?: {
        amount?: number;
        unit?: 's' | 'min' | 'h' | 'd';
      };
    };
    validation_message?: string;
    attempts?: {
      enabled?: boolean;
      max?: number;
    };
    timeout?: {
      enabled?: boolean;
      wait?: {
        amount?: number;
        unit?: 's' | 'min' | 'h' | 'd';
      };
    };
    save_to?: string;
    no_interrupt?: boolean;
    window?: {
      mode?: 'fail' | 'exit' | 'template';
      template?: {
        name?: string;
        language?: string;
        category?: string;
        header?: {
          type?: string;
          text?: string;
        };
        body?: string;
        footer?: string;
        buttons?: Array<{
          id?: string;
          type?: string;
          text?: string;
          url?: string;
        }>;
      };
      header_params?: string[];
      header_media?: {
        source?: 'upload' | 'url';
        url?: string;
        media_id?: string;
        filename?: string;
      };
      header_place?: {
        latitude?: string;
        longitude?: string;
        name?: string;
        address?: string;
      };
      body_params?: string[];
      button_params?: string[];
    };
  };
  set_variable: {
    changes?: Array<{
      variable?: string;
      value?: string;
      as?: 'auto' | 'text' | 'number' | 'boolean' | 'list';
    }>;
  };
  split: {
    branches?: Array<{
      id?: string;
      name?: string;
      weight?: number;
    }>;
  };
  tag: {
    scope?: 'contact' | 'conversation';
    mode?: 'add' | 'remove' | 'replace';
    tags?: string[];
  };
  template: {
    template?: {
      name?: string;
      language?: string;
      category?: string;
      header?: {
        type?: string;
        text?: string;
      };
      body?: string;
      footer?: string;
      buttons?: Array<{
        id?: string;
        type?: string;
        text?: string;
        url?: string;
      }>;
    };
    header_params?: string[];
    header_media?: {
      source?: 'upload' | 'url';
      url?: string;
      media_id?: string;
      filename?: string;
    };
    header_place?: {
      latitude?: string;
      longitude?: string;
      name?: string;
      address?: string;
    };
    body_params?: string[];
    button_params?: string[];
    after?: 'continue' | 'any' | 'button';
    timeout?: {
      enabled?: boolean;
      wait?: {
        amount?: number;
        unit?: 's' | 'min' | 'h' | 'd';
      };
    };
    no_interrupt?: boolean;
  };
};

export type TriggerConfigs = {
  from_flow: Record<string, never>;
  inbound_ad: {
    any?: boolean;
    ads?: string[];
    again?: {
      mode?: 'after_silence' | 'always' | 'once';
      hours?: number;
    };
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_any: {
    again?: {
      mode?: 'after_silence' | 'always' | 'once';
      hours?: number;
    };
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_first: {
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_keyword: {
    keywords?: string[];
    match?: 'exact' | 'contains' | 'starts_with' | 'regex';
    interrupt?: boolean;
    again?: {
      mode?: 'after_silence' | 'always' | 'once';
      hours?: number;
    };
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_kind: {
    kinds?: string[];
    again?: {
      mode?: 'after_silence' | 'always' | 'once';
      hours?: number;
    };
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_payload: {
    payloads?: string[];
    interrupt?: boolean;
    again?: {
      mode?: 'after_silence' | 'always' | 'once';
      hours?: number;
    };
    hours?: 'always' | 'inside' | 'outside';
  };
  inbound_silence: {
    days?: number;
    hours?: 'always' | 'inside' | 'outside';
  };
  outbound: Record<string, never>;
};

export type StepKind = keyof StepConfigs;
export type TriggerKind = keyof TriggerConfigs;
