// Made from the contract: npm run generate.

/** Of what every event carries. */
export const ATTRIBUTES = {
  "type": "object",
  "properties": {
    "specversion": {
      "type": "string",
      "const": "1.0"
    },
    "id": {
      "type": "string",
      "pattern": /^[^\p{C}\p{Zl}\p{Zp}]{1,256}$/u
    },
    "source": {
      "type": "string",
      "pattern": /^[^\p{C}\p{Zl}\p{Zp}]{1,256}$/u
    },
    "time": {
      "format": "date-time",
      "type": "string",
      "maxLength": 64
    },
    "subject": {
      "type": "string",
      "pattern": /^[A-Za-z0-9_-]{1,128}$/u
    },
    "tenantid": {
      "type": "string",
      "pattern": /^[A-Za-z0-9_-]{1,128}$/u
    },
    "traceparent": {
      "type": [
        "string",
        "null"
      ],
      "maxLength": 256
    },
    "tracestate": {
      "type": [
        "string",
        "null"
      ],
      "maxLength": 2048
    },
    "apikeyid": {
      "type": [
        "string",
        "null"
      ],
      "pattern": /^[A-Za-z0-9_-]{1,128}$/u
    },
    "sequence": {
      "type": [
        "string",
        "integer",
        "null"
      ],
      "maxLength": 256
    },
    "datacontenttype": {
      "type": [
        "string",
        "null"
      ],
      "maxLength": 256
    }
  }
} as const;

/** Of the data of each type. */
export const DATA_RULES = {
  "task.created": {
    "type": "object",
    "properties": {
      "capability": {
        "type": "string",
        "minLength": 1,
        "maxLength": 256
      },
      "model": {
        "type": "string",
        "minLength": 1,
        "maxLength": 256
      },
      "input": {
        "type": [
          "object",
          "null"
        ],
        "additionalProperties": true
      },
      "metadata": {
        "type": [
          "object",
          "null"
        ],
        "maxProperties": 50,
        "propertyNames": {
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "additionalProperties": {
          "type": [
            "string",
            "null"
          ],
          "maxLength": 512
        }
      },
      "project_id": {
        "type": [
          "string",
          "null"
        ],
        "pattern": /^[A-Za-z0-9_-]{1,128}$/u
      },
      "client_request_id": {
        "type": [
          "string",
          "null"
        ],
        "pattern": /^[A-Za-z0-9_-]{1,128}$/u
      },
      "deadline_at": {
        "format": "date-time",
        "type": [
          "string",
          "null"
        ],
        "maxLength": 64
      },
      "callback": {
        "type": [
          "object",
          "null"
        ],
        "properties": {
          "url": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2048
          },
          "events": {
            "maxItems": 5,
            "type": [
              "array",
              "null"
            ],
            "items": {
              "type": "string",
              "enum": [
                "task.succeeded",
                "task.failed",
                "task.canceled",
                "task.started",
                "task.settled"
              ]
            }
          }
        },
        "required": [
          "url"
        ]
      },
      "credits_per_usd": {
        "type": [
          "string",
          "null"
        ],
        "not": {
          "pattern": /^0+(\.0+)?$/u
        },
        "pattern": /^[0-9]{1,15}(\.[0-9]{1,8})?$/u
      }
    },
    "required": [
      "capability",
      "model"
    ]
  },
  "task.started": {
    "type": "object",
    "properties": {
      "resolved_model": {
        "type": [
          "string",
          "null"
        ],
        "minLength": 1,
        "maxLength": 256
      },
      "attempt": {
        "type": [
          "integer",
          "null"
        ],
        "minimum": 1,
        "maximum": 1000000
      }
    }
  },
  "task.progressed": {
    "type": "object",
    "properties": {
      "percent": {
        "type": [
          "number",
          "null"
        ],
        "minimum": 0,
        "maximum": 100
      },
      "stage": {
        "type": [
          "string",
          "null"
        ],
        "minLength": 1,
        "maxLength": 256
      },
      "message": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 4096
      }
    }
  },
  "task.output_updated": {
    "type": "object",
    "properties": {
      "output": {
        "type": "object",
        "additionalProperties": true
      }
    },
    "required": [
      "output"
    ]
  },
  "task.warned": {
    "type": "object",
    "properties": {
      "warnings": {
        "maxItems": 100,
        "type": "array",
        "items": {
          "type": "object",
          "properties": {
            "code": {
              "type": "string",
              "minLength": 1,
              "maxLength": 128
            },
            "message": {
              "type": "string",
              "maxLength": 4096
            },
            "field": {
              "type": [
                "string",
                "null"
              ],
              "minLength": 1,
              "maxLength": 256
            }
          },
          "required": [
            "code",
            "message"
          ]
        }
      }
    },
    "required": [
      "warnings"
    ]
  },
  "task.usage_recorded": {
    "type": "object",
    "properties": {
      "input_tokens": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "output_tokens": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "cache_read_tokens": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "cache_creation_tokens": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "reasoning_tokens": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "image_count": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "image_pixels": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "video_seconds": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "audio_seconds": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "characters": {
        "type": [
          "number",
          "null"
        ],
        "minimum": -9007199254740991,
        "maximum": 9007199254740991
      },
      "lines": {
        "maxItems": 100,
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "object",
          "properties": {
            "meter": {
              "type": "string",
              "minLength": 1,
              "maxLength": 256
            },
            "quantity": {
              "type": "string",
              "pattern": /^-?[0-9]{1,15}(\.[0-9]{1,8})?$/u
            },
            "unit": {
              "type": "string",
              "minLength": 1,
              "maxLength": 256
            },
            "billed_amount_credits": {
              "type": "string",
              "pattern": /^-?[0-9]{1,15}(\.[0-9]{1,8})?$/u
            }
          },
          "required": [
            "meter",
            "quantity",
            "unit",
            "billed_amount_credits"
          ]
        }
      }
    }
  },
  "task.charged": {
    "type": "object",
    "properties": {
      "entry_id": {
        "type": "string",
        "pattern": /^[A-Za-z0-9_-]{1,128}$/u
      },
      "amount_credits": {
        "type": "string",
        "pattern": /^[0-9]{1,15}(\.[0-9]{1,8})?$/u
      },
      "estimated": {
        "type": [
          "boolean",
          "null"
        ]
      }
    },
    "required": [
      "entry_id",
      "amount_credits"
    ]
  },
  "task.refunded": {
    "type": "object",
    "properties": {
      "entry_id": {
        "type": "string",
        "pattern": /^[A-Za-z0-9_-]{1,128}$/u
      },
      "amount_credits": {
        "type": "string",
        "pattern": /^[0-9]{1,15}(\.[0-9]{1,8})?$/u
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 4096
      }
    },
    "required": [
      "entry_id",
      "amount_credits"
    ]
  },
  "task.billing_settled": {
    "type": "object",
    "properties": {}
  },
  "task.cancel_requested": {
    "type": "object",
    "properties": {
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 4096
      },
      "request_id": {
        "type": [
          "string",
          "null"
        ],
        "pattern": /^[A-Za-z0-9_-]{1,128}$/u
      }
    }
  },
  "task.succeeded": {
    "type": "object",
    "properties": {
      "output": {
        "type": [
          "object",
          "null"
        ],
        "additionalProperties": true
      },
      "warnings": {
        "maxItems": 100,
        "type": [
          "array",
          "null"
        ],
        "items": {
          "type": "object",
          "properties": {
            "code": {
              "type": "string",
              "minLength": 1,
              "maxLength": 128
            },
            "message": {
              "type": "string",
              "maxLength": 4096
            },
            "field": {
              "type": [
                "string",
                "null"
              ],
              "minLength": 1,
              "maxLength": 256
            }
          },
          "required": [
            "code",
            "message"
          ]
        }
      },
      "resolved_model": {
        "type": [
          "string",
          "null"
        ],
        "minLength": 1,
        "maxLength": 256
      }
    }
  },
  "task.failed": {
    "type": "object",
    "properties": {
      "error": {
        "type": "object",
        "properties": {
          "code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128
          },
          "message": {
            "type": "string",
            "maxLength": 4096
          },
          "retryable": {
            "type": "boolean"
          },
          "param": {
            "type": [
              "string",
              "null"
            ],
            "minLength": 1,
            "maxLength": 256
          },
          "details": {}
        },
        "required": [
          "code",
          "message",
          "retryable"
        ]
      }
    },
    "required": [
      "error"
    ]
  },
  "task.canceled": {
    "type": "object",
    "properties": {
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "maxLength": 4096
      }
    }
  },
  "task.erased": {
    "type": "object",
    "properties": {}
  }
} as const;
